import { LitElement } from 'lit'
import type { FeedEvent } from '../../../proto/feed/index.ts'
import { wordsFor } from '../../locale/index.ts'
import { elementWords, type ElementWords } from '../../locale/element.ts'
import { attempt } from './attempt.ts'
import { withFeed } from './feed-host.ts'
import { type Target, targetOf } from './target.ts'

/** The base of the elements that show a room by templates. */
export abstract class FeedElement extends withFeed(LitElement) {
  protected override get ownKinds(): string {
    return ''
  }

  /** Renders; what cannot be rendered is removed, so that the next event is shown. */
  protected override scheduleUpdate(): void {
    if (attempt(() => void super.scheduleUpdate())) return
    this.clear()
    renderAnew(this.renderRoot)
  }

  protected override receive(event: FeedEvent, live: boolean): void {
    if (event.type === 'retract') this.withdraw(targetOf(event))
    else if (this.mayShow(event)) this.show(event, live)
  }

  /** Shows an event. @param live - false for an event that was missed and is caught up with. */
  protected abstract show(event: FeedEvent, live: boolean): void

  /** Removes what a retract withdraws. */
  protected withdraw(_target: Target): void {
    // Elements whose content cannot be withdrawn have nothing to do.
  }

  /** The texts in the element's language. */
  protected get words(): ElementWords {
    return wordsFor(elementWords, this.room.language)
  }

  /** True if motion is to be avoided; style sheets have their own media query. */
  protected get still(): boolean {
    if (this.motion !== 'auto') return this.motion !== 'full'
    return matchMedia('(prefers-reduced-motion: reduce)').matches
  }
}

/** Removes what Lit rendered, and what it knows of that: it may have stopped in the middle of a row. */
function renderAnew(root: ParentNode): void {
  Reflect.deleteProperty(root, '_$litPart$')
  root.replaceChildren()
}

/** Returns true inside OBS, where no screen reader is used. */
export function insideObs(): boolean {
  return 'obsstudio' in globalThis
}
