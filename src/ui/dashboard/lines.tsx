import {Box, Text} from 'ink';
import {createElement, type ReactElement} from 'react';

export interface Line {
  text: string;
  color?: string | undefined;
  bold?: boolean;
}

/** Lines one below the other, each cut where the screen ends. Their places are their identity. */
export function Lines({lines}: {lines: readonly Line[]}): ReactElement {
  const cut = lines.map(({text, ...style}) => createElement(Text, {...style, wrap: 'truncate-end'}, text));
  return createElement(Box, {flexDirection: 'column'}, ...cut);
}
