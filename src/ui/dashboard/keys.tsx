import {useInput} from 'ink';

/** In raw mode Ctrl-C is a key like any other. */
export function Keys({onStop}: {onStop: () => void}) {
  useInput((input, key) => {
    if (key.ctrl && input === 'c') onStop();
  });
  return null;
}
