import type {BuildPlan} from '../../lifecycle/build-plan.js';
import {buildFlags, optionsOf} from '../../ui/build-flags.js';
import {AdlCommand} from '../../ui/command.js';
import {planView} from '../../ui/plan-view.js';

export default class BuildPlanCommand extends AdlCommand<BuildPlan> {
  static override summary = 'Say what a build would do and cost, before it is done.';
  static override description =
    'Goes through the whole run in virtual time, by what units take on a sample of the rows: groups and their lanes, ' +
    'shards, time, memory, bytes, energy, and which way to share out the work was chosen, beside the others.';
  static override examples = [
    {description: 'What `adl build` would do.', command: '<%= config.bin %> build plan'},
    {
      description: 'With more models, and every worker holding all rows.',
      command: '<%= config.bin %> build plan --trials 200 --strategy task',
    },
  ];
  static override flags = buildFlags;

  async run(): Promise<BuildPlan> {
    const {flags} = await this.parse(BuildPlanCommand);
    const {planBuild} = await import('../../lifecycle/build-plan.js');
    const plan = await this.follow(planBuild(this.host(), optionsOf(flags)));
    this.log(planView(plan));
    return plan;
  }
}
