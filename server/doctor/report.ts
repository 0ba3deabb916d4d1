import type { Limit, Login } from '../platform/connector.ts'
import { type Code, type Wording, wordsOf } from './words.ts'

/** The way from a room's name to its events, step by step. */
export const steps = [
  'page',
  'cookie',
  'signature',
  'handshake',
  'frames',
  'kinds',
  'completeness',
] as const

/** One of {@link steps}. */
export type StepName = (typeof steps)[number]

/** How a step went; `skipped` where it is not needed, or an earlier one failed. */
export type Verdict = 'ok' | 'warning' | 'failed' | 'skipped'

/** What was found at one step. */
export interface Finding {
  readonly step: StepName
  readonly verdict: Verdict
  readonly code: Code
  /** What exactly, in English: no address, no secret. */
  readonly detail?: string
  /** The same in words, with what to do about it. */
  readonly words: Wording
}

/** A request as it may be shown: never its query, its headers or its body. */
export interface ShownRequest {
  readonly host: string
  readonly path: string
  /** Absent where there was no answer. */
  readonly status?: number
}

/** What was heard, by name and how often. */
export interface Kinds {
  /** Types of events. */
  readonly events: Readonly<Record<string, number>>
  /** Messages that nobody maps. */
  readonly unknown: Readonly<Record<string, number>>
  /** Messages that are left out on purpose. */
  readonly leftOut: Readonly<Record<string, number>>
  /** What could not be read. */
  readonly faults: Readonly<Record<string, number>>
}

/** An examination, under way or done. Holds no cookie, no token, no signed address. */
export interface Report {
  readonly id: string
  /** As `platform:ref`; of an address no more than its place. */
  readonly room: string
  /** When it began, epoch milliseconds. */
  readonly at: number
  readonly state: 'running' | 'done'
  /** The day of the profile that was gone by, where the platform has one. */
  readonly profile?: string
  readonly unofficial?: true
  /** In order of {@link steps}, as far as they were taken. */
  readonly findings: readonly Finding[]
  readonly limits: readonly Limit[]
  /** Who we were to the site, once it was asked. */
  readonly login?: Login
  readonly requests: readonly ShownRequest[]
  readonly frames: number
  readonly kinds: Kinds
}

/** Nothing heard. */
export const noKinds: Kinds = { events: {}, unknown: {}, leftOut: {}, faults: {} }

/** Writes down a finding in words. */
export function finding(step: StepName, verdict: Verdict, code: Code, detail?: string): Finding {
  return {
    step,
    verdict,
    code,
    ...(detail !== undefined && { detail }),
    words: wordsOf(code),
  }
}

/** Whether a room can be heard as it is. */
export function isWell({ findings, state }: Report): boolean {
  return state === 'done' && findings.every(({ verdict }) => verdict !== 'failed')
}
