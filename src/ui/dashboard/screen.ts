const control = (code: string) => `\u001b[${code}`;
const [openOwn, leaveOwn] = [control('?1049h'), control('?1049l')];
const [hideCursor, showCursor] = [control('?25l'), control('?25h')];
const [beginFrame, endFrame] = [control('?2026h'), control('?2026l')];
const [home, clear, clearLine, clearBelow] = [control('H'), control('2J'), control('2K'), control('J')];

/**
 * The terminal's second screen, which leaves no trace on the first. Frames are painted from the upper left corner over
 * the one before, so that nothing scrolls, and what another process wrote in between is gone with the next frame. It has
 * what ink asks of a stream.
 */
export class Screen {
  readonly isTTY = true;
  readonly #terminal: NodeJS.WriteStream;
  readonly #restore = () => this.close();
  #frame = '';

  constructor(terminal: NodeJS.WriteStream) {
    this.#terminal = terminal;
    terminal.write(openOwn + hideCursor + clear);
    process.once('exit', this.#restore);
  }

  get columns(): number {
    return this.#terminal.columns || 80;
  }

  get rows(): number {
    return this.#terminal.rows || 24;
  }

  /** Paints a whole frame, unless it is there already. */
  write(frame: string): boolean {
    if (frame === '' || frame === this.#frame) return true;
    this.#frame = frame;
    const lines = frame.split('\n').slice(0, this.rows);
    const painted = lines.map((line) => clearLine + line).join('\r\n');
    return this.#terminal.write(beginFrame + home + painted + clearBelow + endFrame);
  }

  /** After a change of size nothing can be relied on to be where it was. */
  forget(): void {
    this.#frame = '';
    this.#terminal.write(clear);
  }

  close(): void {
    process.off('exit', this.#restore);
    this.#terminal.write(endFrame + showCursor + leaveOwn);
  }

  /** Sizes are read at each frame. */
  on(): this {
    return this;
  }

  off(): this {
    return this;
  }
}
