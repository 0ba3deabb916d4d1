import { backoffMs } from '../client/backoff.ts'
import type { Design } from '../design/design.ts'
import type { Answer } from './api.ts'

/** Whether the server has a named overlay as it is shown here. */
export type SaveState = 'saved' | 'saving' | 'unsaved'

/** What a saver needs from its page. */
export interface SaverIo {
  readonly ask: (method: string, path: string, body?: object) => Promise<Answer>
  readonly setTimeout: (call: () => void, delayMs: number) => unknown
  readonly clearTimeout: (timer: unknown) => void
  readonly random: () => number
  /** Is told of every change of state or answer. */
  readonly onChange: () => void
}

/** A slider that moves is one save; OBS follows within the second. */
export const saveAfterMs = 250

interface Change {
  readonly name: string
  readonly design: Design
}

/**
 * Saves the newest design of a named overlay. What could not be saved is not called saved: it is
 * tried again by itself where that may help, and whenever somebody asks.
 */
export class DesignSaver {
  readonly #io: SaverIo
  #waiting: Change | undefined
  #isAsking = false
  #attempt = 0
  #timer: unknown
  #answer: Answer | undefined

  constructor(io: SaverIo) {
    this.#io = io
  }

  /** Whether all is saved that was given to {@link save}. */
  get state(): SaveState {
    if (!this.#waiting) return 'saved'
    return this.#answer && this.#answer.kind !== 'done' ? 'unsaved' : 'saving'
  }

  /** What the server said last, while something is not saved. */
  get answer(): Answer | undefined {
    return this.#waiting && this.#answer
  }

  /** Saves a design soon; of several only the newest. */
  save(name: string, design: Design): void {
    this.#waiting = { name, design }
    this.#attempt = 0
    this.#after(saveAfterMs)
    this.#io.onChange()
  }

  /** Tries at once to save what is not saved. */
  retry(): void {
    this.#attempt = 0
    this.#after(0)
  }

  /** Forgets what is not saved: another overlay is shown. */
  forget(): void {
    this.#io.clearTimeout(this.#timer)
    this.#waiting = undefined
    this.#answer = undefined
    this.#io.onChange()
  }

  #after(delayMs: number): void {
    this.#io.clearTimeout(this.#timer)
    this.#timer = this.#io.setTimeout(() => void this.#send(), delayMs)
  }

  async #send(): Promise<void> {
    const change = this.#waiting
    if (!change || this.#isAsking) return // who asks now goes on with the newest
    this.#isAsking = true
    const answer = await this.#io.ask('PUT', `/api/overlays/${change.name}`, change.design)
    this.#isAsking = false
    this.#heed(change, answer)
    this.#io.onChange()
  }

  #tryAgain(): void {
    this.#after(backoffMs(this.#attempt, this.#io.random))
    this.#attempt += 1
  }

  #heed(change: Change, answer: Answer): void {
    const newer = this.#waiting !== change
    if (newer && this.#waiting) return this.#after(saveAfterMs)
    if (newer) return // forgotten
    this.#answer = answer
    if (answer.kind === 'done') this.#waiting = undefined
    else if (isPassing(answer)) this.#tryAgain()
  }
}

/** True for what may be otherwise the next time, though nobody does anything. */
function isPassing(answer: Answer): boolean {
  if (answer.kind === 'silence') return true
  return (
    answer.kind === 'refused' && (answer.problem.status >= 500 || answer.problem.status === 429)
  )
}
