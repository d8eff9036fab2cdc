import * as Flags from '@oclif/core/flags';
import type {ServeResult} from '../../lifecycle/serve.js';
import {AdlCommand} from '../../ui/command.js';
import {wholeNumber} from '../../ui/flags.js';

export default class DeployServe extends AdlCommand<ServeResult> {
  static override summary = 'Serve a deployed model here, with the code that the service has.';
  static override description = 'Answers the Open Inference Protocol (v2) until it is stopped with Ctrl-C.';
  static override examples = [
    {description: 'Serve the latest version.', command: '<%= config.bin %> deploy serve --port 8080'},
  ];
  static override flags = {
    port: wholeNumber({
      description: 'The port to listen on; 0 for any that is free.',
      helpValue: 'N',
      max: 65_535,
      default: 8080,
      env: 'ADL_PORT',
    }),
    host: Flags.string({description: 'The address to listen on.', helpValue: 'ADDRESS', env: 'ADL_HOST'}),
    model: Flags.string({
      description: 'The version; the latest if left out.',
      helpValue: 'VERSION',
      env: 'ADL_MODEL',
    }),
  };
  /** Requests that are under way are answered first. */
  protected override readonly grace = 15_000;

  async run(): Promise<ServeResult> {
    const {flags} = await this.parse(DeployServe);
    const {serve} = await import('../../lifecycle/serve.js');
    const {port, host, model} = flags;
    return await this.follow(serve(this.host(), {port, host, model}), {heartbeat: false});
  }
}
