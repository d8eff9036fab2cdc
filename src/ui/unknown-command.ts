import {unknownCommand as unknownCommandError} from './usage.js';

/** oclif calls this hook for a word that is no command. */
export async function unknownCommand({
  id,
  argv = [],
  config,
}: {
  id: string;
  argv?: string[];
  config: {commandIDs: string[]};
}): Promise<never> {
  throw unknownCommandError(
    [...id.split(':'), ...argv],
    config.commandIDs.map((name) => name.replaceAll(':', ' ')),
  );
}
