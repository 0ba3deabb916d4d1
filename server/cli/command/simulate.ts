import { linesAt } from '../../lib/file/text-lines.ts'
import { replay } from '../../platform/replay/index.ts'
import type { Command } from '../command.ts'
import { playHelp, playOptions } from '../play/options.ts'
import { runPlay } from '../play/run.ts'

/** `simulate` publishes the events of a scenario in a room of a running server. */
export const simulateCommand: Command = {
  usage: 'danmu-relay simulate <scenario.json> --room <id>',
  about: 'Plays a scenario into a room, as test events.',
  options: playHelp,
  run: (args, terminal) => {
    const options = playOptions(args, terminal.env)
    const read = () => replay.play({ form: 'scenario', lines: linesAt(options.file) })
    return runPlay(read, options, terminal)
  },
}
