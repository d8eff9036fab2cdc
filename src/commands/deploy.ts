import * as Flags from '@oclif/core/flags';
import type {DeployResult} from '../lifecycle/deploy.js';
import {AdlCommand} from '../ui/command.js';
import {deployView} from '../ui/deploy-view.js';

export default class Deploy extends AdlCommand<DeployResult> {
  static override summary = 'Export the best model as one ONNX file and write a service around it.';
  static override description =
    'The file takes raw columns and gives labels and probabilities; its answers are compared with the trained ' +
    'pipeline on real rows first. With --to a service that needs nothing of this installation is written.';
  static override examples = [
    {description: 'Export, and write a service.', command: '<%= config.bin %> deploy --to service'},
  ];
  static override flags = {
    to: Flags.string({
      description: 'The folder for the service; that of adl.yaml, if any, if left out.',
      helpValue: 'DIR',
      env: 'ADL_TO',
    }),
    run: Flags.string({
      description: 'The run to deploy; the latest if left out.',
      helpValue: 'ID',
      env: 'ADL_RUN',
    }),
    force: Flags.boolean({description: 'Write into a folder that is not empty.'}),
  };

  async run(): Promise<DeployResult> {
    const {flags} = await this.parse(Deploy);
    const {deploy} = await import('../lifecycle/deploy.js');
    const {to, run, force} = flags;
    const result = await this.follow(deploy(this.host(), {to, run, force}));
    this.log(deployView(result));
    return result;
  }
}
