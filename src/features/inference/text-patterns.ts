/**
 * What a single value may look like: of each, the share of a column's samples that fit is a feature. None of them may take
 * long on any text: no part that repeats may match the same text in two ways.
 */
export const textPatterns: Readonly<Record<string, RegExp>> = {
  ...numberPatterns(),
  ...quantityPatterns(),
  ...datePatterns(),
  ...codePatterns(),
  ...webPatterns(),
  ...listPatterns(),
  ...wordPatterns(),
  'date or time in any layout': anyOf(
    ...[datePatterns()['date, year first'], datePatterns()['date, year last'], datePatterns()['time of day']],
    ...[datePatterns()['name of a month beside a number'], datePatterns()['date too wide to be shown']],
  ),
  'number with something around it': anyOf(
    /^(?!\s*[-+]?\d+\.?\d*\s*$|\d+\.\d+\.\d)[-+<>~≤≥(\s]{0,6}([$£€¥₹]|USD|EUR|GBP|Rs\.?)?\s{0,3}[-+]?\d[\d,. ]*(%|[$£€¥₹]|[a-zµ°²³/]{1,10})?\)?\s*$/i,
  ),
};

function anyOf(...patterns: RegExp[]): RegExp {
  return new RegExp(patterns.map(({source}) => `(?:${source})`).join('|'), 'i');
}

function numberPatterns() {
  return {
    number: /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i,
    'whole number': /^\s*[-+]?\d+(\.0+)?\s*$/,
    'negative number': /^\s*-(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i,
    'number with many decimals': /^\s*-?\d*\.\d{3,}/,
    'leading zero': /^0\d+$/,
    'zero or one': /^[01](\.0+)?$/,
    'one digit': /^\d(\.0+)?$/,
    'thousands apart': /^[-+]?\d{1,3}([,. ]\d{2,3})+([.,]\d+)?$/,
    'decimal comma': /^[-+]?\d+,\d+$/,
  };
}

function quantityPatterns() {
  return {
    'amount of money': /^\s*(\(?-?\s*([$£€¥₹]|USD|EUR|GBP|Rs\.?)\s*[-\d]|.*\d\s*([£€¥₹]|USD|EUR|GBP)\s*$)/i,
    'sign of a currency': /[$£€¥₹¢]|USD|EUR|GBP/,
    percentage: /^\s*[-+<>~]?\s*\d+([.,]\d+)?\s*%\s*$/,
    'percent sign': /%/,
    'number and unit': /^\s*[-+<>~≤≥]?\s*\d[\d,.]*\s*[a-zµ°"'²³/%]{1,12}\.?\s*$/i,
    'number and words': /^\s*[-+]?\d[\d,.]*\s+\p{L}/u,
    'one number within': /^\D+\d[\d,.]*\D*$/,
    'more than one number': /\d[\d.,]*\D+\d/,
    'range of numbers': /^\s*\d[\d.,]*\s*(-|–|to)\s*\d[\d.,]*\s*$/i,
    'bound of a number': /^\s*[<>≤≥~+]=?\s*\d/,
    duration: /^\s*\d+\s*(s|sec|min|mins|h|hr|hrs|hours?|days?|weeks?|months?|years?|yrs?|m|d)\b/i,
  };
}

function datePatterns() {
  const month = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
  return {
    year: /^(1[89]\d\d|20\d\d)(\.0+)?$/,
    'year, month and day in digits': /^(1[89]|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(\.0+)?$/,
    'seconds since 1970': /^1[0-9]{9}([0-9]{3})?(\.\d+)?$/,
    'date, year first': /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}/,
    'date, year last': /^\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})\b/,
    'name of a month': new RegExp(`\\b(${month})[a-z]*\\b`, 'i'),
    'name of a month beside a number': new RegExp(`^\\W*(\\d{1,4}[-/ ,.]*)?(${month})[a-z]*[-/ ,.]*\\d`, 'i'),
    'name of a day': /\b(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b/i,
    'time of day': /^\d{1,2}:\d{2}(:\d{2})?(\.\d+)?\s*([ap]\.?m\.?)?$/i,
    'time of day within': /\d{1,2}:\d{2}/,
    'date too wide to be shown': /^#+$/,
    'month or quarter of a year': /^(\d{4}[-/.]?\d{1,2}|\d{1,2}[-/]\d{4}|\d{4}\s*q[1-4]|q[1-4][\s-]*\d{4})$/i,
  };
}

function codePatterns() {
  return {
    'letters and digits': /^[a-z]{1,5}[-_ ]?\d+$/i,
    'digits and letters': /^\d+[a-z]{1,3}$/i,
    'hexadecimal number': /^(0x)?(?=.*\d)[0-9a-f]{6,}$/i,
    uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
    'one letter': /^[a-z]$/i,
    'yes or no': /^(y|n|yes|no|t|f|true|false)$/i,
    'word for nothing':
      /^(#?n\/?a|#?null!?|none|missing|unknown|not[ _](found|available|applicable|provided)|-+|\?+|\.+)$/i,
    'two or three capitals': /^[A-Z]{2,3}$/,
    'capitals and digits': /^(?=.*\d)(?=.*[A-Z])[A-Z0-9.-]{2,12}$/,
  };
}

function webPatterns() {
  return {
    url: /^\s*["'<(]?(https?|ftp):\/\/\S+/i,
    'url within': /(https?:\/\/|www\.)/i,
    domain: /^(www\.)?[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|org|net|edu|gov|io|co|uk|de|ru|info)(\/\S*)?$/i,
    'name of a file': /\.(jpe?g|png|gif|pdf|html?|csv|txt|mp[34]|xml|json|zip|docx?|xlsx?)$/i,
    path: /^\/?([\w.-]+\/)+[\w.-]*$/,
    email: /[^\s@]+@[^\s@]+\.[^\s@]+/,
    markup: /<\/?[a-z][^>]*>/i,
  };
}

function listPatterns() {
  return {
    'in brackets': /^\s*\[.*\]\s*$/s,
    'in braces': /^\s*\{.*\}\s*$/s,
    'in parentheses': /^\s*\(.*\)\s*$/s,
    'pair of numbers': /^\W*-?\d+(\.\d+)?\s*[,;]\s*-?\d+(\.\d+)?\W*$/,
    'numbers apart': /^\W*-?\d+(\.\d+)?(\s*[,;|]\s*-?\d+(\.\d+)?){2,}\W*$/,
    'comma within': /[^\s,]+,\s?[^\s,]+/,
    'two commas within': /[^,]+,[^,]+,[^,]+/,
    'short parts between commas': /^[^,]{1,25}(,[^,]{1,26})+$/,
    semicolon: /;/,
    'short parts between semicolons': /^[^;]{1,40}(;[^;]{0,40})+$/,
    bar: /\|/,
    'slash within': /\w\s?\/\s?\w/,
    'hyphen within': /\w-\w/,
    underscore: /_/,
    colon: /:/,
    and: /&| and /,
  };
}

function wordPatterns() {
  return {
    'full stop at the end': /[.!?]["')]?\s*$/,
    'full stop within': /[a-z][.!?]\s+[A-Z]/,
    'line break': /[\n\r]/,
    'in quotes': /^\s*["'].*["']\s*$/s,
    'only capitals': /^(?=.*[A-Z])[^a-z]+$/,
    'no capitals': /^(?=.*[a-z])[^A-Z]+$/,
    'words with capitals': /^([A-Z][a-z]+)(\s+[A-Z][a-z]+)*$/,
    'name of a person': /^[A-Z][a-z'’-]+,? ([A-Z]\.? )?[A-Z][a-z'’-]+$/,
    'one word': /^\S+$/,
    'letters beyond Latin': /[\u0250-\u1fff\u2070-\uffff]/,
    'letters read wrongly': /[ÃÂâ¬√�]/,
  };
}
