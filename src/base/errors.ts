/**
 * Every failure that a person can cause or meet has a code here, with the exit status it ends in:
 * 2 usage · 3 manifest or configuration · 4 a check failed · 5 something named is missing ·
 * 6 a limit was hit · 7 remote. Everything else is a bug and exits with 1.
 */
export const exitStatus = {
  UNKNOWN_NAME: 2,
  FLAG_INVALID: 2,
  FLAG_UNKNOWN: 2,
  QUERY_INVALID: 2,
  ARGUMENT_MISSING: 2,
  ARGUMENT_UNEXPECTED: 2,
  COMMAND_UNKNOWN: 2,
  MANIFEST_INVALID: 3,
  MANIFEST_SYNTAX: 3,
  MANIFEST_UNKNOWN_KEY: 3,
  MANIFEST_NEWER: 3,
  LOCK_INVALID: 3,
  SOURCE_INVALID: 3,
  RULE_INVALID: 3,
  TARGET_INVALID: 3,
  METRIC_UNFIT: 3,
  STRATEGY_UNFIT: 3,
  MODEL_INVALID: 3,
  SNAPSHOT_DAMAGED: 4,
  MODEL_DAMAGED: 4,
  PARITY_BROKEN: 4,
  RULES_BROKEN: 4,
  FILE_CHANGED: 4,
  RUN_CHANGED: 4,
  REPLAY_DIVERGED: 4,
  MANIFEST_MISSING: 5,
  FILE_MISSING: 5,
  COLUMN_MISSING: 5,
  TARGET_MISSING: 5,
  SNAPSHOT_MISSING: 5,
  TREES_MISSING: 5,
  RUN_MISSING: 5,
  TRIAL_MISSING: 5,
  MODEL_MISSING: 5,
  DEVICE_MISSING: 5,
  WAREHOUSE_LOCKED: 6,
  FILE_UNREADABLE: 6,
  DISK_FULL: 6,
  MEMORY_FULL: 6,
  BUDGET_TOO_SMALL: 6,
  RUN_TOO_LARGE: 6,
  RUN_BUSY: 6,
  RUN_OVER: 6,
  FOLDER_NOT_EMPTY: 6,
  FOLDER_UNUSABLE: 6,
  PROJECT_EXISTS: 6,
  PORT_IN_USE: 6,
  WORKER_LOST: 6,
  EVERY_TRIAL_FAILED: 6,
  ENGINE_LACKS_OP: 6,
  REMOTE_UNREACHABLE: 7,
  REMOTE_REFUSED: 7,
} as const;

export type ErrorCode = keyof typeof exitStatus;

export interface ErrorDetails {
  /** Imperatives that can be typed. */
  suggestions?: string[];
  cause?: unknown;
  /** What was found all the same, for people to look at and `--json` to print. */
  result?: object;
}

/** A failure that is not a bug. The message says what was expected, then what was received. */
export class AdlError extends Error {
  override readonly name = 'AdlError';
  readonly code: ErrorCode;
  readonly suggestions: string[];
  readonly result: object | undefined;

  constructor(code: ErrorCode, message: string, {suggestions = [], cause, result}: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : {cause});
    this.code = code;
    this.suggestions = suggestions;
    this.result = result;
  }
}
