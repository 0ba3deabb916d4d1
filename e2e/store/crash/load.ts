import { makeTruth } from '../../fake/bilibili/truth.ts'
import { startFakeBilibili } from '../../fake/bilibili/index.ts'
import { until } from '../../kit/wait.ts'

/** A busy room at a fake Bilibili, which outlives every server connected to it. */
export interface Load {
  /** The value of the setting `ENDPOINTS`. */
  readonly endpoints: string
  /** The source of a configured room. */
  readonly source: { readonly platform: 'bilibili'; readonly ref: string }
  /** Sends no more new messages. */
  readonly stop: () => void
  readonly close: () => Promise<void>
}

const tickMs = 25
const perFrame = 25
// A new connection gets the last messages again, whether or not an earlier one received them.
const repeated = 300

/** Starts to send messages, lines of chat and gifts, a number a second until it is closed. */
export async function startLoad(perSecond = 1000): Promise<Load> {
  const fake = await startFakeBilibili()
  const { comet, ledger, room } = fake
  const startedAt = performance.now()
  let said = 0
  let turn = 0
  let closed = false
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) * perSecond) / 1000) - said
    said += due
    turn += 1
    comet.say(makeTruth(due, turn).messages, perFrame)
  }, tickMs)
  const repeatToComers = async (): Promise<void> => {
    for (let comers = 1; ; comers++) {
      await until(() => closed || ledger.times('welcome') >= comers, { withinMs: Infinity })
      if (closed) return
      comet.repeat(repeated)
    }
  }
  void repeatToComers()
  return {
    endpoints: JSON.stringify({ bilibili: fake.endpoints }),
    source: { platform: 'bilibili', ref: String(room.id) },
    stop: () => clearInterval(timer),
    close: async () => {
      closed = true
      clearInterval(timer)
      await fake.close()
    },
  }
}
