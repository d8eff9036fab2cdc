import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import type {SourceTypes} from '../../lifecycle/source-types.js';
import {AdlCommand} from '../../ui/command.js';
import {canAsk} from '../../ui/terminal.js';
import {typesView} from '../../ui/types-view.js';
import {terminalWidth} from '../../ui/width.js';

export default class SourceTypesCommand extends AdlCommand<SourceTypes> {
  static override summary =
    'Show what each column of a table is: its feature type, how sure that is, and why.';
  static override description =
    'With FILE it works on any table, without a project. Without it, on the table of the project: what --set says, or a ' +
    'person answers at a terminal where the type is doubtful, is written into adl.yaml and stays.';
  static override examples = [
    {description: 'Look at the columns of a table.', command: '<%= config.bin %> source types strikes.csv'},
    {
      description: 'Say what a column is.',
      command: '<%= config.bin %> source types --set phase=categorical',
    },
  ];
  static override args = {
    file: Args.string({description: 'A csv, tsv, parquet, json or ndjson file.'}),
  };
  static override flags = {
    set: Flags.string({
      description: 'The feature type of a column; may be given more than once.',
      helpValue: 'COLUMN=TYPE',
      multiple: true,
    }),
  };

  async run(): Promise<SourceTypes> {
    const {args, flags} = await this.parse(SourceTypesCommand);
    const {sourceTypes} = await import('../../lifecycle/source-types.js');
    const set = flags.set ?? [];
    const found = await this.follow(sourceTypes(this.host(), {file: args.file, set}));
    const isAsking =
      args.file === undefined && set.length === 0 && canAsk(process, process.env, this.jsonEnabled());
    const said = isAsking ? await this.ask(found) : [];
    const result = said.length === 0 ? found : await this.follow(sourceTypes(this.host(), {set: said}));
    this.log(typesView(result, terminalWidth()));
    return result;
  }

  private async ask(found: SourceTypes): Promise<string[]> {
    const {askTypes} = await import('../../ui/ask-types.js');
    const {featureTypeNames} = await import('../../lifecycle/source-types.js');
    const {signal, stop} = this.interruptible();
    return askTypes(found, {
      input: process.stdin,
      output: process.stderr,
      types: featureTypeNames,
      signal,
      stop,
    });
  }
}
