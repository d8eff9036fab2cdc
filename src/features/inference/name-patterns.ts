/** What the words of a column's name may say: each is a feature, 1 where the words, small and with a space between, fit. */
export const namePatterns: Readonly<Record<string, RegExp>> = {
  key: words('id|ids|uid|uuid|guid|key|pk|sku|ean|isbn|upc|ssn|serial|record|identifier|index|idx'),
  count: words('number|num|nbr|no|nr|count|cnt|n|qty|quantity|total|sum'),
  code: words('code|cd|zip|zipcode|postal|postcode|fips|naics|sic|tract|district|ward|area'),
  'date or what has one': words(
    'date|dt|day|datetime|timestamp|time|dob|created|updated|modified|closed|opened|start|end|at|on',
  ),
  date: /\b(date|datetime|timestamp|dob)\b|date$|^date/,
  time: /\b(time|hour|minute|second|duration|timestamp)\b|time$/,
  year: /\b(year|yr|years)\b|year$/,
  'part of a year': words('month|mon|quarter|week|weekday|day'),
  'name of a month': words('jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec'),
  web: words(
    'url|urls|link|links|href|website|web|site|image|img|photo|picture|uri|homepage|source|thumbnail',
  ),
  contact: words('email|mail|phone|tel|telephone|fax|mobile|contact'),
  place: words(
    'address|addr|street|city|town|county|state|country|region|province|location|place|neighborhood',
  ),
  position: words('lat|latitude|lon|lng|long|longitude|x|y|z|coord|coordinates|geo|geom|geometry|point'),
  text: words(
    'description|desc|text|comment|comments|note|notes|title|summary|review|message|body|abstract|tweet|content|' +
      'question|answer|remarks|reason|details|headline|caption|bio|overview|plot',
  ),
  name: words(
    'name|names|first|last|full|surname|author|user|username|player|team|school|company|brand|artist|owner|person|' +
      'customer|agency|organization',
  ),
  category: words(
    'type|types|class|category|categories|kind|group|level|grade|status|state|gender|sex|race|color|colour|flag|is|' +
      'has|rating|rank|stage|mode|method|segment|department|genre|position|role|label|target|language|party|season|sector',
  ),
  'yes or no': /^(is|has|are|was|can|should|did|do)\b/,
  list: words(
    'list|tags|tag|keywords|genres|categories|items|ingredients|authors|actors|cast|types|abilities|languages|features|' +
      'amenities|ids|options|values|array|colors|topics|members',
  ),
  money: words(
    'price|cost|amount|amt|salary|revenue|income|wage|budget|fee|pay|payment|tax|value|usd|dollar|dollars|profit|sales|' +
      'fare|loan|debt|expenditure|spend',
  ),
  share: words('rate|pct|percent|percentage|ratio|share|proportion|pc|perc|prob|probability'),
  unit: /[%$€£]|\((kg|km|m|mm|cm|ft|mi|lb|lbs|g|mg|ml|l|hz|mb|gb|s|ms|min|hrs?|years?|c|f|k|mw|kw|w|v)\)/,
  statistic: words(
    'score|points|pts|index|avg|average|mean|median|std|sd|var|min|max|sum|total|deviation|entropy|energy|stdev',
  ),
  measure: words(
    'age|weight|height|length|width|size|distance|speed|temperature|temp|pressure|volume|area|depth|power|force|velocity|' +
      'acceleration|acc|gyro|population|pop|density|humidity|wind|rain|duration|mass|radius|angle|current|voltage',
  ),
  'question of a survey': /^q\d|\bq\d/,
  none: /^(unnamed|column|col|var|field|v|x|f|c)\s*\d*$/,
  other: words('other|misc|specify'),
};

function words(list: string): RegExp {
  return new RegExp(`\\b(${list})\\b`);
}
