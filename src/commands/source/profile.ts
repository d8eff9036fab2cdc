import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import type {SourceProfile} from '../../lifecycle/source-profile.js';
import {AdlCommand} from '../../ui/command.js';
import {profileView} from '../../ui/profile-view.js';
import {signsOf} from '../../ui/terminal.js';
import {terminalWidth} from '../../ui/width.js';

export default class SourceProfileCommand extends AdlCommand<SourceProfile> {
  static override summary =
    'Show what a table holds: distributions, what is missing, and what goes together.';
  static override description =
    'With FILE it works on any table, without a project. The same as a page of HTML, with the relation of each column to ' +
    'the target, is written to .adl/profile.html of the project, or where --html says. It holds aggregates only: a ' +
    'category or a text that fewer than ten rows have is never named.';
  static override examples = [
    {description: 'Look at a table.', command: '<%= config.bin %> source profile strikes.csv'},
    {
      description: 'Look at some of its rows, on a page.',
      command: `<%= config.bin %> source profile strikes.csv --where "speed > 100" --html strikes.html`,
    },
  ];
  static override args = {
    file: Args.string({description: 'A csv, tsv, parquet, json or ndjson file.'}),
  };
  static override flags = {
    where: Flags.string({
      description: 'A condition in SQL over a row: rows for which it does not hold are left out.',
      helpValue: 'SQL',
    }),
    target: Flags.string({
      description: 'The column that each other is compared with; by default that of the project.',
      helpValue: 'COLUMN',
    }),
    html: Flags.string({description: 'Where the page is written.', helpValue: 'FILE'}),
  };

  async run(): Promise<SourceProfile> {
    const {args, flags} = await this.parse(SourceProfileCommand);
    const {sourceProfile} = await import('../../lifecycle/source-profile.js');
    const {where, target, html} = flags;
    const {profilePage} = await import('../../ui/profile-page/page.js');
    const page = {path: html, render: profilePage};
    const result = await this.follow(sourceProfile(this.host(), {file: args.file, where, target, page}));
    this.log(profileView(result, signsOf(process.stdout, process.env), terminalWidth()));
    return result;
  }
}
