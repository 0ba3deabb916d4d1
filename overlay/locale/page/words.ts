import type { EventType, RoomEvent } from '../../../proto/feed/index.ts'
import type { AddressRefusal } from '../../../proto/input/address-reading.ts'
import type { Status } from '../../client/reduce.ts'

/** How our pages are coloured: as the system asks, or as somebody chose. */
export type PageScheme = 'system' | 'light' | 'dark'

/** Why a text that was typed in opens no room. */
export type RoomProblem = AddressRefusal | 'dead-link' | 'no-answer' | 'login' | 'silence'

/** What the words for a {@link RoomProblem} may name. */
export interface ProblemFacts {
  /** What the site is called, or empty. */
  readonly site: string
  /** What its rooms are named by, or empty. */
  readonly ref: string
  /** Addresses of rooms, as one may paste them. */
  readonly examples: string
}

/** Everything the pages say, apart from what {@link Words} has. */
export interface PageWords {
  /** The name of the language one can change to, in that language. */
  readonly otherLanguage: string
  /** Who says whether the page is dark or light. */
  readonly scheme: string
  readonly schemes: Readonly<Record<PageScheme, string>>
  readonly unknownKey: (name: string) => string
  readonly badValue: (name: string) => string
  readonly noRoom: string
  readonly notARoom: (text: string) => string
  readonly roomLabel: string
  readonly roomHint: string
  readonly open: string
  readonly startDemo: string
  /** While a site is asked which room is behind a link. */
  readonly roomLooking: string
  readonly whichRoom: string
  /** A room of this server, where others are offered too. */
  readonly ownRoom: (name: string) => string
  /** Between two examples. */
  readonly or: string
  readonly roomProblem: Readonly<Record<RoomProblem, (facts: ProblemFacts) => string>>
  readonly status: Readonly<Record<Status['kind'], string>>
  readonly retry: string
  /** @param seconds - 0 while it is being tried. */
  readonly retryIn: (seconds: number) => string
  readonly refusedTitle: string
  readonly silentTitle: string
  readonly silentHint: string
  readonly lastEvent: (secondsAgo: number | undefined) => string
  readonly rate: (perSecond: number) => string
  readonly online: (people: number) => string
  /** So many lines of so many of the chat arrive; whether logging in would help. */
  readonly heard: (
    part: { readonly arrive: number; readonly of: number },
    canLogIn: boolean,
  ) => string
  readonly frames: (fps: number) => string
  readonly drops: (shown: number, dropped: number) => string
  readonly missed: (events: number) => string
  readonly emptyTitle: string
  readonly stage: string
  readonly events: string
  readonly noEvents: string
  readonly eventTypes: Readonly<Record<EventType, string>>
  readonly liked: (name: string, count: number) => string
  readonly ranked: (board: string, people: number) => string
  readonly roomStates: Readonly<Record<RoomEvent['state'], string>>
  /** By code; of a code that is not here, the platform's own words are all there is. */
  readonly notices: Readonly<Record<string, (notice: NoticeFacts) => string>>
  readonly login: LoginWords
}

/** What a notice may say besides its code. */
export interface NoticeFacts {
  readonly text: string
  readonly count: number | undefined
}

/** The words of the login page. */
export interface LoginWords {
  readonly title: string
  readonly hint: string
  readonly token: string
  readonly submit: string
  readonly checking: string
  readonly unreachable: string
}
