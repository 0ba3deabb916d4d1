import type { EventType, RoomEvent } from '../../../proto/feed/index.ts'
import type { Status } from '../../client/reduce.ts'
import type { NumberOption } from '../../page/overlay-option.ts'

/** Why a text that was typed in is no room. */
export type RoomProblem = 'empty' | 'unreadable' | 'unknown-site'

/** What lies behind the stage of the studio. */
export type Backdrop = 'checker' | 'dark' | 'light'

/** Everything the pages say, apart from what {@link Words} has. */
export interface PageWords {
  /** The name of the language one can change to, in that language. */
  readonly otherLanguage: string
  readonly unknownKey: (name: string) => string
  readonly badValue: (name: string) => string
  readonly notARoom: (text: string) => string
  readonly roomLabel: string
  readonly roomHint: string
  readonly open: string
  readonly startDemo: string
  readonly roomProblem: Readonly<Record<RoomProblem, string>>
  readonly status: Readonly<Record<Status['kind'], string>>
  readonly retry: string
  readonly refusedTitle: string
  readonly silentTitle: string
  readonly silentHint: string
  readonly lastEvent: (secondsAgo: number | undefined) => string
  readonly rate: (perSecond: number) => string
  readonly online: (people: number) => string
  readonly frames: (fps: number) => string
  readonly drops: (shown: number, dropped: number) => string
  readonly missed: (events: number) => string
  readonly emptyTitle: string
  readonly steps: readonly string[]
  readonly stage: string
  readonly backdrop: string
  readonly backdrops: Readonly<Record<Backdrop, string>>
  readonly pause: string
  readonly play: string
  readonly clear: string
  readonly look: string
  readonly options: Readonly<Record<NumberOption, string>>
  readonly optionValue: (name: NumberOption, value: number) => string
  readonly reset: string
  readonly link: string
  readonly linkHint: string
  readonly copyLink: string
  readonly copied: string
  readonly copyByHand: string
  readonly events: string
  readonly noEvents: string
  readonly eventTypes: Readonly<Record<EventType, string>>
  readonly liked: (name: string, count: number) => string
  readonly ranked: (board: string, people: number) => string
  readonly roomStates: Readonly<Record<RoomEvent['state'], string>>
  readonly login: LoginWords
}

/** The words of the login page. */
export interface LoginWords {
  readonly title: string
  readonly hint: string
  readonly token: string
  readonly submit: string
  readonly checking: string
  readonly unreachable: string
  readonly refused: (status: number) => string
}
