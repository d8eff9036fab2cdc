/** Called with words for what is being done now, such as `column 40 of 2000`. */
export type Tell = (what: string) => void;
