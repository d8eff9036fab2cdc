import type {DoctorResult} from '../lifecycle/doctor.js';
import {AdlCommand} from '../ui/command.js';
import {doctorView} from '../ui/doctor-view.js';

export default class Doctor extends AdlCommand<DoctorResult> {
  static override summary = 'Show what this machine offers, and what would add what is missing.';
  static override description =
    'Versions, cores, memory and disk; and every device of every engine, opened for real in a process of its own.';
  static override examples = [
    {description: 'See which devices work here.', command: '<%= config.bin %> doctor'},
  ];

  async run(): Promise<DoctorResult> {
    await this.parse(Doctor);
    const {doctor} = await import('../lifecycle/doctor.js');
    const result = await doctor(this.host());
    this.log(doctorView(result));
    return result;
  }
}
