import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import type {Comparison} from '../../lifecycle/build-compare.js';
import {AdlCommand} from '../../ui/command.js';
import {compareMarkdown, compareView} from '../../ui/compare-view.js';
import {terminalWidth} from '../../ui/width.js';

export default class BuildCompare extends AdlCommand<Comparison> {
  static override summary = 'Compare runs: what they were started with, and what they came to.';
  static override description =
    'Shows the settings that differ, and of each run its best trial with its scores on the validation and the test ' +
    'rows, its time and its data.';
  static override examples = [
    {description: 'Compare two runs.', command: '<%= config.bin %> build compare 0001 0002'},
    {
      description: 'Write the comparison for a pull request.',
      command: '<%= config.bin %> build compare 0001 0002 --md > comparison.md',
    },
  ];
  static override strict = false;
  static override args = {
    id: Args.string({description: 'Two runs or more.'}),
  };
  static override flags = {
    md: Flags.boolean({description: 'Print a table in Markdown.'}),
  };

  async run(): Promise<Comparison> {
    const {argv, flags} = await this.parse(BuildCompare);
    const {compareRuns} = await import('../../lifecycle/build-compare.js');
    const comparison = await compareRuns(this.host(), argv.map(String));
    this.log(flags.md ? compareMarkdown(comparison) : compareView(comparison, terminalWidth()));
    return comparison;
  }
}
