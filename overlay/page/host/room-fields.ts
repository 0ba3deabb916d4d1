import { html, type TemplateResult } from 'lit'
import type { HostWords } from '../../locale/host.ts'
import type { LiveRoom } from '../api.ts'

const visibilities = ['public', 'unlisted', 'private'] as const

/** The visibility of a live room. */
export type LiveVisibility = LiveRoom['visibility']

/** Renders the fields of a broadcast. */
export function broadcastFields(
  words: HostWords,
  { title, cover = '' }: { readonly title: string; readonly cover?: string },
): TemplateResult {
  return html`<label>
      ${words.title}
      <input name="title" maxlength="80" required autocomplete="off" .value=${title} />
    </label>
    <label>
      ${words.cover}
      <input
        name="cover"
        type="url"
        maxlength="500"
        pattern="https://.*"
        placeholder="https://"
        .value=${cover}
      />
    </label>`
}

/** Renders the choice of the visibility. */
export function visibilityField(words: HostWords, chosen: LiveVisibility): TemplateResult {
  return html`<label>
    ${words.visibility}
    <select name="visibility">
      ${visibilities.map(
        (one) =>
          html`<option value=${one} ?selected=${one === chosen}>
            ${words.visibilities[one]}
          </option>`,
      )}
    </select>
  </label>`
}

/** Returns the visibility that a form has. */
export function visibilityOf(text: string): LiveVisibility {
  return visibilities.find((one) => one === text) ?? 'private'
}
