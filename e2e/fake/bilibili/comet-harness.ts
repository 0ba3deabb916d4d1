import type { FeedEvent } from '../../../proto/feed/index.ts'
import type { Comet } from './comet.ts'
import type { Ledger } from './ledger.ts'
import type { SiteHarness } from '../site.ts'

/** The functions for the sockets that both of Bilibili's platforms have. */
export type CometHarness = Pick<
  SiteHarness,
  'say' | 'act' | 'deliver' | 'repeat' | 'sockets' | 'complaints' | 'close'
>

/** The messages of a platform. */
export interface CometLines {
  readonly platform: string
  /** Returns the n-th id, as upstream writes it. */
  readonly idOf: (n: number) => string
  /** Returns the message with this id. */
  readonly line: (id: string) => object
  /** Other events by type, each with its message. */
  readonly acts: Readonly<Partial<Record<FeedEvent['type'], object>>>
}

/** Makes the functions for the sockets of a fake from its messages. */
export function cometHarness(
  fake: { readonly comet: Comet; readonly ledger: Ledger; readonly close: () => Promise<void> },
  { platform, idOf, line, acts }: CometLines,
): CometHarness {
  const { comet, ledger, close } = fake
  let said = 0
  return {
    say: (count) => {
      const ids = Array.from({ length: count }, () => idOf(++said))
      comet.say(ids.map(line))
      return ids.map((id) => `${platform}:${id}`)
    },
    act: () => {
      comet.say(Object.values(acts))
      return Object.keys(acts) as FeedEvent['type'][]
    },
    deliver: (times) => void (comet.deliveries = times),
    repeat: (count = 20) => comet.repeat(count),
    sockets: comet,
    complaints: () => ledger.refusals,
    close,
  }
}
