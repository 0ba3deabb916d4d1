import { property } from 'lit/decorators.js'
import { hostWords, type HostWords } from '../../locale/host.ts'
import { wordsFor } from '../../locale/index.ts'
import type { Answer, LiveRoom } from '../api.ts'
import { FormSection } from '../form-section.ts'

/** The event after a section has changed the room. */
export class RoomChangeEvent extends CustomEvent<LiveRoom> {
  constructor(room: LiveRoom) {
    super('room-change', { bubbles: true, composed: true, detail: room })
  }
}

/** The base of the sections of the page of a host. */
export abstract class HostSection extends FormSection {
  @property({ attribute: false }) room: LiveRoom | undefined

  /** The texts in the language of the page. */
  protected get words(): HostWords {
    return wordsFor(hostWords, this.lang)
  }

  /** The parameters of the paths of the room. */
  protected get params(): { readonly id: string } {
    return { id: this.room?.id ?? '' }
  }

  /** Waits for the answer of a request that changes the room; tells the page. */
  protected async changed(request: Promise<Answer<LiveRoom>>): Promise<void> {
    const answer = await this.saved(request)
    if (answer.kind === 'done') this.dispatchEvent(new RoomChangeEvent(answer.body))
  }
}
