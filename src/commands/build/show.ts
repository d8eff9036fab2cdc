import * as Flags from '@oclif/core/flags';
import type {RunList} from '../../lifecycle/build-list.js';
import type {BuildShown} from '../../lifecycle/build-show.js';
import type {QueryResult} from '../../lifecycle/build-sql.js';
import type {ColumnImportance} from '../../lifecycle/column-importance.js';
import {buildShowView} from '../../ui/build-view.js';
import {columnsView} from '../../ui/columns-view.js';
import {AdlCommand} from '../../ui/command.js';
import {curvesView} from '../../ui/curves.js';
import {wholeNumber} from '../../ui/flags.js';
import {rowsView} from '../../ui/rows-view.js';
import {runsView} from '../../ui/runs-view.js';
import {signsOf} from '../../ui/terminal.js';
import {terminalWidth} from '../../ui/width.js';

export default class BuildShow extends AdlCommand<BuildShown | ColumnImportance | RunList | QueryResult> {
  static override summary = 'Show a run: its trials, their metrics and curves, and how far it is.';
  static override description =
    'Reads the journal of the run and nothing else, so it works while the run goes on and after it. With --sql the ' +
    'tables `runs`, `trials` and `epochs` can be asked anything.';
  static override examples = [
    {description: 'Show the latest run.', command: '<%= config.bin %> build show'},
    {
      description: 'Look on at a run from another terminal.',
      command: '<%= config.bin %> build show --follow',
    },
    {description: 'List every run.', command: '<%= config.bin %> build show --all'},
    {
      description: 'Ask what worked best, over all runs.',
      command: '<%= config.bin %> build show --sql "select family, max(score) from trials group by family"',
    },
  ];
  static override flags = {
    run: Flags.string({
      description: 'The run to show; the latest if left out. With --sql: all of them if left out.',
      helpValue: 'ID',
      env: 'ADL_RUN',
    }),
    all: Flags.boolean({description: 'List every run in a line instead.'}),
    follow: Flags.boolean({description: 'Look on while the run goes on, and show it when it is over.'}),
    top: wholeNumber({description: 'How many trials to list, best first; all if left out.', helpValue: 'N'}),
    columns: Flags.boolean({
      description: 'Show by which columns the best model decides instead, where it is made of trees.',
    }),
    sql: Flags.string({
      description: 'Answer a query in SQL over the tables `runs`, `trials` and `epochs` instead.',
      helpValue: 'QUERY',
    }),
  };

  async run(): Promise<BuildShown | ColumnImportance | RunList | QueryResult> {
    const {flags} = await this.parse(BuildShow);
    const width = terminalWidth();
    if (flags.sql !== undefined) {
      const {queryRuns} = await import('../../lifecycle/build-sql.js');
      const result = await queryRuns(this.host(), {sql: flags.sql, run: flags.run});
      this.log(rowsView(result, width));
      return result;
    }
    if (flags.columns) {
      const {columnImportance} = await import('../../lifecycle/column-importance.js');
      const found = await columnImportance(this.host(), {run: flags.run});
      this.log(columnsView(found));
      return found;
    }
    if (flags.all) {
      const {listRuns} = await import('../../lifecycle/build-list.js');
      const list = await listRuns(this.host());
      this.log(runsView(list, width));
      return list;
    }
    if (flags.follow) {
      const {followRun} = await import('../../lifecycle/build-follow.js');
      await this.followBuild(followRun(this.host(), {run: flags.run}));
    }
    const {showBuild} = await import('../../lifecycle/build-show.js');
    const view = await showBuild(this.host(), {run: flags.run});
    const curves = curvesView(view, width, signsOf(process.stdout, process.env));
    this.log(buildShowView(view, {width, top: flags.top, curves}));
    return view;
  }
}
