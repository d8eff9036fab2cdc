import {unknownCommand as unknownCommandError} from './usage.js';

/** oclif calls this hook for a word that is no command. */
export async function unknownCommand({
  id,
  config,
}: {
  id: string;
  config: {commandIDs: string[]};
}): Promise<never> {
  throw unknownCommandError(
    id.replaceAll(':', ' '),
    config.commandIDs.map((name) => name.replaceAll(':', ' ')),
  );
}
