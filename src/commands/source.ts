import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import type {SourceResult} from '../lifecycle/source.js';
import type {ValidateResult} from '../lifecycle/source-rules.js';
import {AdlCommand} from '../ui/command.js';
import {sourceView} from '../ui/source-view.js';
import {validateView} from '../ui/validate-view.js';
import {terminalWidth} from '../ui/width.js';

export default class Source extends AdlCommand<SourceResult> {
  static override summary = 'Turn raw data into a typed, encoded, split snapshot.';
  static override description =
    'Reads the table that adl.yaml names, gives each column a feature type, and writes an immutable snapshot and adl.lock. ' +
    'With FILE and --target it makes adl.yaml first. With nothing changed since the last time it does nothing.';
  static override examples = [
    {
      description: 'Start a project from a table.',
      command: '<%= config.bin %> source strikes.csv --target damage',
    },
    {description: 'Run the stage again as adl.yaml says.', command: '<%= config.bin %> source'},
  ];
  static override args = {
    file: Args.string({description: 'A csv, tsv, parquet, json or ndjson file.'}),
  };
  static override flags = {
    target: Flags.string({description: 'The column to predict.', helpValue: 'COLUMN', env: 'ADL_TARGET'}),
    fold: Flags.integer({
      description: 'The fold to validate on, from 0, where adl.yaml splits into folds.',
      helpValue: 'N',
      min: 0,
    }),
  };

  async run(): Promise<SourceResult> {
    const {args, flags} = await this.parse(Source);
    const {source} = await import('../lifecycle/source.js');
    const result = await this.follow(
      source(this.host(), {file: args.file, target: flags.target, fold: flags.fold}),
    );
    this.log(sourceView(result, terminalWidth()));
    return result;
  }

  protected override viewOfFailure(result: object): string {
    return validateView(result as ValidateResult, terminalWidth());
  }
}
