import type { EventType, RoomEvent } from '../../../proto/feed/index.ts'
import type { AddressRefusal } from '../../../proto/input/address-reading.ts'
import type { Status } from '../../client/reduce.ts'

/** The colour scheme of our pages: that of the system, or the user's choice. */
export type PageScheme = 'system' | 'light' | 'dark'

/** The reasons why a text that a user typed in opens no room. */
export type RoomProblem = AddressRefusal | 'dead-link' | 'no-answer' | 'login' | 'silence'

/** The values that a text about the problem of a room may use. */
export interface ProblemFacts {
  /** The name of the site, or empty. */
  readonly site: string
  /** The word for what identifies a room on that site, or empty. */
  readonly ref: string
  /** Example addresses of rooms that a user can paste. */
  readonly examples: string
}

/** All texts of the pages, except those of the elements. */
export interface PageWords {
  /** The name of the other language, in that language. */
  readonly otherLanguage: string
  /** The label of the choice of the colour scheme. */
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
  /** Shown while the server asks a site which room a link leads to. */
  readonly roomLooking: string
  readonly whichRoom: string
  /** A room of this server, as one of several choices. */
  readonly ownRoom: (name: string) => string
  /** The separator between two examples. */
  readonly or: string
  readonly roomProblem: Readonly<Record<RoomProblem, (facts: ProblemFacts) => string>>
  readonly status: Readonly<Record<Status['kind'], string>>
  readonly retry: string
  /** The time of the next attempt. @param seconds - is 0 while the attempt is in progress. */
  readonly retryIn: (seconds: number) => string
  readonly refusedTitle: string
  readonly silentTitle: string
  readonly silentHint: string
  readonly lastEvent: (secondsAgo: number | undefined) => string
  readonly rate: (perSecond: number) => string
  readonly online: (people: number) => string
  /** The part of the chat that arrives, and a hint if logging in would help. */
  readonly coverage: (
    part: { readonly received: number; readonly of: number },
    canLogIn: boolean,
  ) => string
  readonly frames: (fps: number) => string
  readonly drops: (shown: number, dropped: number) => string
  readonly missed: (events: number) => string
  readonly emptyTitle: string
  readonly preview: string
  readonly events: string
  readonly noEvents: string
  readonly eventTypes: Readonly<Record<EventType, string>>
  readonly liked: (name: string, count: number) => string
  readonly ranked: (board: string, people: number) => string
  readonly roomStates: Readonly<Record<RoomEvent['state'], string>>
  /** The texts by code; a notice with an unknown code has the platform's own text only. */
  readonly notices: Readonly<Record<string, (notice: NoticeFacts) => string>>
  readonly login: LoginWords
}

/** The values that a notice may use. */
export interface NoticeFacts {
  readonly text: string
  readonly count: number | undefined
}

/** The texts of the login page. */
export interface LoginWords {
  readonly title: string
  readonly hint: string
  readonly token: string
  readonly submit: string
  readonly checking: string
  readonly unreachable: string
}
