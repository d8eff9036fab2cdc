import * as Flags from '@oclif/core/flags';
import type {SourceAdvice} from '../../lifecycle/source-advise.js';
import {adviseView} from '../../ui/advise-view.js';
import {AdlCommand} from '../../ui/command.js';
import {terminalWidth} from '../../ui/width.js';

export default class SourceAdvise extends AdlCommand<SourceAdvice> {
  static override summary =
    "Show what is worth a person's time: what a quick model gains by each thing that might be done.";
  static override description =
    'Tries other types where adl is not sure, merging categories that may be the same, leaving columns out, filling what is ' +
    'missing, and more rows, each by cross-validation of small boosted trees, and shows the gain with its 95% interval. ' +
    'Nothing is changed.';
  static override examples = [
    {description: 'Ask what to do next.', command: '<%= config.bin %> source advise'},
    {description: 'Give it less time.', command: '<%= config.bin %> source advise --time 20s'},
  ];
  static override flags = {
    time: Flags.string({
      description: 'How long it may go on trying, such as 30s or 2m.',
      helpValue: 'TIME',
      default: '1m',
    }),
  };

  async run(): Promise<SourceAdvice> {
    const {flags} = await this.parse(SourceAdvise);
    const {sourceAdvise} = await import('../../lifecycle/source-advise.js');
    const result = await this.follow(sourceAdvise(this.host(), {time: flags.time}));
    this.log(adviseView(result, terminalWidth()));
    return result;
  }
}
