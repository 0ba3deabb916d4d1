import { linesAt } from '../../lib/file/text-lines.ts'
import { replay } from '../../platform/replay/index.ts'
import type { Command } from '../command.ts'
import { playHelp, playOptions } from '../play/options.ts'
import { runPlay } from '../play/run.ts'

/** `replay` publishes a recorded feed again, in a room of a running server. */
export const replayCommand: Command = {
  usage: 'danmu-relay replay <ndjson[.gz]> --room <id>',
  about: 'Plays a recorded feed into a room, as test events.',
  options: playHelp,
  run: (args, terminal) => {
    const options = playOptions(args, terminal.env)
    const read = () => replay.play({ form: 'feed', lines: linesAt(options.file) })
    return runPlay(read, options, terminal)
  },
}
