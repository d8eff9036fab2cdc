import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import type {ValidateResult} from '../../lifecycle/source-rules.js';
import type {SuggestOptions, SuggestResult} from '../../lifecycle/source-suggest.js';
import type {ValidateOptions} from '../../lifecycle/source-validate.js';
import {AdlCommand} from '../../ui/command.js';
import {suggestView, validateView} from '../../ui/validate-view.js';
import {terminalWidth} from '../../ui/width.js';

export default class SourceValidate extends AdlCommand<ValidateResult | SuggestResult> {
  static override summary = 'Check a table against rules, or learn rules from it.';
  static override description =
    'Rules are written in DQDL, the language of AWS Glue and Deequ, under `source.rules` in adl.yaml or in a file. A broken ' +
    'rule ends in exit status 4, after all of them were looked at; one with labels=["level"="warning"] warns. The rows that ' +
    'broke rules are kept in .adl/rejects.parquet, the metrics in .adl/metrics.ndjson. `adl source` checks the same rules ' +
    'before it makes a snapshot.';
  static override examples = [
    {
      description: 'Learn rules from the table of the project, and write them into adl.yaml.',
      command: '<%= config.bin %> source validate --suggest --save',
    },
    {description: 'Check the table of the project.', command: '<%= config.bin %> source validate'},
    {
      description: 'Check rows that came for a prediction, which have no target yet.',
      command: '<%= config.bin %> source validate new.csv --environment serving',
    },
  ];
  static override args = {
    file: Args.string({description: 'A csv, tsv, parquet, json or ndjson file.'}),
  };
  static override flags = {
    rules: Flags.string({
      description: 'A file with rules in DQDL, instead of those in adl.yaml.',
      helpValue: 'FILE',
    }),
    environment: Flags.string({
      description:
        'Where the table is from, training or serving: rules for the other, and in serving those on the target, are skipped.',
      helpValue: 'NAME',
      env: 'ADL_ENVIRONMENT',
    }),
    rejects: Flags.string({
      description: 'Where to write the rows that broke rules, as parquet.',
      helpValue: 'FILE',
    }),
    suggest: Flags.boolean({description: 'Learn rules from the table, and show what each is learned from.'}),
    save: Flags.boolean({description: 'Write the suggested rules into adl.yaml.'}),
  };

  async run(): Promise<ValidateResult | SuggestResult> {
    const {args, flags} = await this.parse(SourceValidate);
    const options = {...flags, file: args.file};
    return flags.suggest ? this.suggest(options) : this.validate(options);
  }

  protected override viewOfFailure(result: object): string {
    return validateView(result as ValidateResult, terminalWidth());
  }

  private async validate(options: ValidateOptions): Promise<ValidateResult> {
    const {sourceValidate} = await import('../../lifecycle/source-validate.js');
    const result = await this.follow(sourceValidate(this.host(), options));
    this.log(validateView(result, terminalWidth()));
    return result;
  }

  private async suggest(options: SuggestOptions): Promise<SuggestResult> {
    const {sourceSuggest} = await import('../../lifecycle/source-suggest.js');
    const result = await this.follow(sourceSuggest(this.host(), options));
    this.log(suggestView(result, terminalWidth()));
    return result;
  }
}
