import type { doctorSteps } from '../../proto/api/doctor.ts'
import type { Limit, Login } from '../platform/connector.ts'
import { type Code, type Wording, wordsOf } from './words.ts'

/** The name of a step from a room's name to its events. */
export type StepName = (typeof doctorSteps)[number]

/** The result of a step; `skipped` if it is not needed, or an earlier one failed. */
export type Verdict = 'ok' | 'warning' | 'failed' | 'skipped'

/** The finding of one step. */
export interface Finding {
  readonly step: StepName
  readonly verdict: Verdict
  readonly code: Code
  /** The details, in English: no address, no secret. */
  readonly detail?: string
  /** The same in words, with a cure. */
  readonly words: Wording
}

/** A request as a report may show it: never its query, headers or body. */
export interface ShownRequest {
  readonly host: string
  readonly path: string
  /** Absent if there was no answer. */
  readonly status?: number
}

/** The received messages, by name, with their number. */
export interface Kinds {
  /** The types of events. */
  readonly events: Readonly<Record<string, number>>
  /** The messages without a normalizer. */
  readonly unknown: Readonly<Record<string, number>>
  /** The messages that are left out on purpose. */
  readonly leftOut: Readonly<Record<string, number>>
  /** The messages that could not be read. */
  readonly faults: Readonly<Record<string, number>>
}

/** An examination, running or done. Holds no cookie, no token, no signed address. */
export interface Report {
  readonly id: string
  /** The room as `platform:ref`; of an address only host and path. */
  readonly room: string
  /** The time of its start, epoch milliseconds. */
  readonly at: number
  readonly state: 'running' | 'done'
  /** The date of the platform's profile, if it has one. */
  readonly profile?: string
  readonly unofficial?: true
  /** The findings in the order of {@link doctorSteps}, as far as these were taken. */
  readonly findings: readonly Finding[]
  readonly limits: readonly Limit[]
  /** The login in the eyes of the site, once it has answered. */
  readonly login?: Login
  readonly requests: readonly ShownRequest[]
  readonly frames: number
  readonly kinds: Kinds
}

/** No messages. */
export const noKinds: Kinds = { events: {}, unknown: {}, leftOut: {}, faults: {} }

/** Returns a finding with its words. */
export function finding(step: StepName, verdict: Verdict, code: Code, detail?: string): Finding {
  return {
    step,
    verdict,
    code,
    ...(detail !== undefined && { detail }),
    words: wordsOf(code),
  }
}

/** Returns true if events of the room can be received as it is. */
export function isWell({ findings, state }: Report): boolean {
  return state === 'done' && findings.every(({ verdict }) => verdict !== 'failed')
}
