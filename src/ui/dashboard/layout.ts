export interface Size {
  columns: number;
  rows: number;
}

export interface Contents {
  workers: number;
  trials: number;
  warnings: number;
}

/** How many lines each part of the screen is given. All of them and what is fixed fit into the rows. */
export interface Layout {
  /** The best curve and the workers side by side. */
  wide: boolean;
  /** Blank lines between parts. */
  gap: 0 | 1;
  /** Of bars, below the line that names the best. */
  plot: number;
  /** A line each; one more line where some are left out. */
  workers: number;
  trials: number;
  warnings: number;
}

/** Three lines of heading, one of footing. */
const fixed = 4;

export function layout({columns, rows}: Size, contents: Contents): Layout {
  const wide = columns >= 120 && rows >= 16;
  const gap = rows >= 20 ? 1 : 0;
  const plot = rows < 14 ? 0 : rows < 32 ? 1 : Math.min(10, Math.floor(rows / 6));
  const most = wide ? plot + 1 : Math.max(1, Math.floor(rows / 8));
  const workers = contents.workers <= most + 1 ? contents.workers : most;
  const warnings = Math.min(contents.warnings, Math.max(1, Math.floor(rows / 12)));
  const curve = plot + 2;
  const crew = 1 + workers + (workers < contents.workers ? 1 : 0);
  const middle = wide ? Math.max(curve, crew) : curve + gap + crew;
  const above = fixed + gap + middle + gap + 1;
  const below = gap + (warnings > 0 ? 1 + warnings + gap : 0);
  const left = Math.max(0, rows - above - below);
  // The line that says how many trials are left out takes the place of one.
  const trials = contents.trials <= left ? contents.trials : Math.max(0, left - 1);
  return {wide, gap, plot, workers, trials, warnings};
}
