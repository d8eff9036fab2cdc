/** Text in which a number is found with something around it, such as `$1,200`, `12%` and `5 kg`: for RE2. */
export const quantityPattern = '[^0-9]{0,12}[0-9][0-9., ]{0,60}[^0-9]{0,12}';
