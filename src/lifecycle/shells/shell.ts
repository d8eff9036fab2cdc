import type {Typeable} from '../surface.js';

/** A shell that can complete what is typed behind `adl`, with what stands in `templates/completion/adl.<name>`. */
export interface Shell {
  summary: string;
  /** The one line that a person adds, and the file that it belongs in. */
  setup: {file: string; line: string};
  /**
   * What there is to type, in the shell's own language: the part of the script that differs from version to version.
   * @param surface any text in it may hold quotes, dollars and new lines.
   */
  table(surface: readonly Typeable[]): string;
}
