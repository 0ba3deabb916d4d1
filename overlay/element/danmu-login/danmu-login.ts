import { html, nothing, type TemplateResult } from 'lit'
import type { Answer } from '../../api/request.ts'
import type { OptionProperties } from '../../option/declared.ts'
import { loginOptions } from '../../option/login.ts'
import { baseStyles } from '../base/base.css.ts'
import type { Me } from '../base/account-controller.ts'
import { fieldStyles } from '../base/field.css.ts'
import { LiveElement } from '../base/live-element.ts'
import { propertiesOf } from '../base/option-property.ts'
import { define } from '../define.ts'
import { state } from '../property.ts'
import { styles } from './danmu-login.css.ts'

/**
 * The login of a viewer: by name and password, as a new account where registration is open or
 * the page has an invite, or as a guest. Shows who is logged in. All elements of the page learn
 * of a change.
 *
 * @fires danmu-account - after a login or a logout; `detail` is `{ account }`, absent after a logout
 * @csspart account - the name of the account, and the button to log out
 * @csspart name - the name
 * @csspart ways - the buttons of the ways to log in
 * @csspart form - the form
 * @csspart field, button, refusal - its contents; a button is also `button--main`
 * @cssproperty --danmu-size - size of the text
 * @cssproperty --danmu-plate, --danmu-border, --danmu-radius, --danmu-shadow - the form, fields and buttons
 * @cssproperty --danmu-text, --danmu-name, --danmu-quiet, --danmu-danger - the text
 * @cssproperty --danmu-accent, --danmu-on-accent - the main button
 */
export class DanmuLogin extends LiveElement implements OptionProperties<typeof loginOptions> {
  static override readonly styles = [baseStyles, fieldStyles, styles]
  static override readonly properties = propertiesOf(loginOptions)

  /** Shows the form at once, without a button before it. */
  declare open: boolean

  /** The code of an invite, which lets its holder make an account. */
  declare invite: string

  /** The form that is shown. */
  @state() private form: 'login' | 'register' | undefined
  @state() private busy = false
  @state() private refusal = ''

  protected override render(): TemplateResult | typeof nothing {
    const { me, answer } = this.account
    if (me?.account) return this.#renderAccount(me.account.name)
    if (me) return this.#shownForm(me) ? this.#renderForm(me) : this.#renderWays(me)
    return answer && answer.kind !== 'done'
      ? this.#renderRefusal(this.refusalText(answer))
      : nothing
  }

  #shownForm(me: Me): 'login' | 'register' | undefined {
    const first = this.invite === '' || !this.#canRegister(me) ? 'login' : 'register'
    return this.form ?? (this.open || this.invite !== '' ? first : undefined)
  }

  #canRegister({ registration }: Me): boolean {
    return registration === 'open' || (registration === 'invite' && this.invite !== '')
  }

  #renderAccount(name: string): TemplateResult {
    const logOut = (): void => void this.#send(() => this.call('POST /api/logout'))
    return html`<div part="account" class="account">
        <span part="name" class="name">${name}</span>
        ${this.#renderButton(this.words.logOut, logOut)}
      </div>
      ${this.#renderRefusal(this.refusal)}`
  }

  #renderWays(me: Me): TemplateResult {
    const { words } = this
    return html`<div part="ways" class="ways">
        ${this.#renderButton(words.logIn, () => this.#show('login'), 'main')}
        ${this.#canRegister(me) ? this.#renderButton(words.register, () => this.#show('register')) : nothing}
        ${me.guests ? this.#renderButton(words.joinAsGuest, () => this.#join()) : nothing}
      </div>
      ${this.#renderRefusal(this.refusal)}`
  }

  #renderForm(me: Me): TemplateResult {
    const { words, busy } = this
    const isNew = this.#shownForm(me) === 'register'
    const title = isNew ? words.register : words.logIn
    return html`<form
      part="form"
      class="plate"
      aria-label=${title}
      @submit=${(event: SubmitEvent) => this.#submit(event, isNew)}
    >
      <label>${words.name}${this.#renderField('name', 'username')}</label>
      <label
        >${isNew ? words.newPassword : words.password}${this.#renderField(
          'password',
          isNew ? 'new-password' : 'current-password',
        )}</label
      >
      ${this.#renderRefusal(this.refusal)}
      <div class="ways">
        <button part="button button--main" class="main" ?disabled=${busy}>
          ${busy ? words.checking : title}
        </button>
        ${
          isNew
            ? this.#renderButton(words.logIn, () => this.#show('login'))
            : this.#canRegister(me)
              ? this.#renderButton(words.register, () => this.#show('register'))
              : nothing
        }
        ${this.open ? nothing : this.#renderButton(words.cancel, () => this.#show(undefined))}
      </div>
    </form>`
  }

  #renderField(name: 'name' | 'password', autocomplete: string): TemplateResult {
    return html`<input
      part="field"
      name=${name}
      type=${name === 'name' ? 'text' : 'password'}
      autocomplete=${autocomplete}
      required
      ?readonly=${this.busy}
    />`
  }

  #renderButton(text: string, press: () => void, kind = ''): TemplateResult {
    return html`<button
      part="button ${kind && `button--${kind}`}"
      class=${kind}
      type="button"
      ?disabled=${this.busy}
      @click=${press}
    >
      ${text}
    </button>`
  }

  #renderRefusal(text: string): TemplateResult | typeof nothing {
    return text === '' ? nothing : html`<p part="refusal" class="refusal" role="alert">${text}</p>`
  }

  #show(form: 'login' | 'register' | undefined): void {
    this.form = form
    this.refusal = ''
    if (form === undefined) return
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus())
  }

  #submit(event: SubmitEvent, isNew: boolean): void {
    event.preventDefault()
    const valueOf = (name: string): string =>
      this.renderRoot.querySelector<HTMLInputElement>(`[name=${name}]`)?.value ?? ''
    const name = valueOf('name').trim()
    const password = valueOf('password')
    const { invite } = this
    const body = { name, password }
    void this.#send(() =>
      isNew
        ? this.call('POST /api/register', { body: invite === '' ? body : { ...body, invite } })
        : this.call('POST /api/login', { body }),
    )
  }

  #join(): void {
    void this.#send(() => this.call('POST /api/guest'))
  }

  async #send(send: () => Promise<Answer>): Promise<void> {
    this.busy = true
    const answer = await send()
    this.refusal = answer.kind === 'done' ? '' : this.refusalText(answer)
    if (answer.kind === 'done') {
      this.form = undefined
      await this.account.ask()
      this.dispatchEvent(new DanmuAccountEvent(this.account.me?.account))
    }
    this.busy = false
  }
}

/** The event after a login or a logout. */
export class DanmuAccountEvent extends CustomEvent<{ readonly account: Me['account'] }> {
  constructor(account: Me['account']) {
    super('danmu-account', { bubbles: true, composed: true, detail: { account } })
  }
}

define('danmu-login', DanmuLogin)

declare global {
  interface HTMLElementTagNameMap {
    'danmu-login': DanmuLogin
  }
  interface HTMLElementEventMap {
    'danmu-account': DanmuAccountEvent
  }
}
