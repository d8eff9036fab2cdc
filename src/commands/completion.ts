import * as Args from '@oclif/core/args';
import type {CompletionResult} from '../lifecycle/completion.js';
import {AdlCommand} from '../ui/command.js';

export default class Completion extends AdlCommand<CompletionResult> {
  static override summary = 'Print the script that lets a shell complete adl.';
  static override description =
    'With one line in the file that your shell reads at its start, the Tab key completes commands, flags, names and files. ' +
    'The script is run there and not `adl` itself, so a completion takes no time.';
  static override examples = [
    {description: 'In ~/.bashrc, for bash:', command: 'eval "$(<%= config.bin %> completion bash)"'},
    {description: 'In ~/.zshrc, for zsh:', command: 'eval "$(<%= config.bin %> completion zsh)"'},
    {
      description: 'In ~/.config/fish/config.fish, for fish:',
      command: '<%= config.bin %> completion fish | source',
    },
    {description: 'See the script for the shell in $SHELL.', command: '<%= config.bin %> completion'},
  ];
  static override args = {
    shell: Args.string({description: 'bash, fish or zsh; the one in $SHELL if left out.'}),
  };

  async run(): Promise<CompletionResult> {
    const {args} = await this.parse(Completion);
    const {completion} = await import('../lifecycle/completion.js');
    const result = await completion(process.env, args.shell);
    this.log(result.script.trimEnd());
    if (process.stdout.isTTY && !this.jsonEnabled())
      process.stderr.write(`\nThis line in ${result.setup.file} runs it:\n\n  ${result.setup.line}\n`);
    return result;
  }
}
