/** A request that cannot be answered as it was asked: the status and the one sentence that its sender reads. */
export class RequestFailure extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function badRequest(message: string): RequestFailure {
  return new RequestFailure(400, message);
}

/** What was received, in a few words; never more than a glimpse of it. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return `the text ${JSON.stringify(shorten(value))}`;
  if (typeof value === 'number') return Number.isFinite(value) ? `the number ${value}` : 'a number too large';
  return String(value);
}

function shorten(text: string): string {
  const characters = [...text.slice(0, 80)];
  return characters.length > 40 ? `${characters.slice(0, 40).join('')}…` : text;
}
