import { css } from 'lit'

/** The style sheet of the chat. Only custom properties and parts are public. */
export const styles = css`
  :host {
    position: relative;
    height: 100%;
    overflow: hidden;
    contain: strict;
    /* Used if the parent has no definite height. */
    contain-intrinsic-height: 320px;
  }

  :host([interactive]) {
    pointer-events: auto;
  }

  .view {
    position: absolute;
    inset: 0;
    overflow: hidden;
    outline: none;
    -webkit-mask-image: linear-gradient(transparent, #000 var(--danmu-chat-fade, 40px));
    mask-image: linear-gradient(transparent, #000 var(--danmu-chat-fade, 40px));
  }

  .list {
    position: absolute;
    inset: auto 0 0;
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    justify-content: flex-end;
    gap: var(--danmu-chat-gap, 6px);
    padding: 6px;
  }

  :host([interactive]) .view {
    overflow-y: auto;
    overflow-anchor: none;
  }

  :host([interactive]) .list {
    position: relative;
    min-height: 100%;
  }

  .message {
    display: flex;
    align-items: flex-start;
    gap: 0.5em;
    max-width: 100%;
    padding: 0.35em 0.6em 0.35em 0.4em;
    overflow-wrap: anywhere;
    animation: appear 160ms ease-out;
  }

  .fleeting {
    animation:
      appear 160ms ease-out,
      leave 400ms ease-in var(--stay) forwards;
  }

  .body {
    min-width: 0;
    padding-block: 0.15em;
  }

  .author {
    margin-inline-end: 0.3em;
    color: var(--_name);
  }

  .chat .text {
    color: var(--own-color, inherit);
  }

  .reply,
  .details {
    color: var(--_quiet);
    font-size: 0.85em;
  }

  .details {
    display: block;
  }

  .count {
    display: inline-block;
    animation: tick 90ms ease-out;
  }

  .chat .count {
    margin-inline-start: 0.4em;
    padding: 0 0.45em;
    border-radius: 1em;
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: 0.8em;
    text-shadow: none;
  }

  .gift {
    align-items: center;
  }

  .gift .count {
    padding-inline: 0.2em;
    font-size: 1.3em;
    font-weight: 700;
  }

  .gift-image {
    width: 2em;
    height: 2em;
    object-fit: contain;
  }

  .superchat,
  .membership {
    display: block;
    width: min(100%, 24em);
    padding: 0;
    border: 0;
    background: var(--danmu-shade);
    color: var(--danmu-on-shade);
    overflow: hidden;
    text-shadow: none;
  }

  .superchat .header,
  .membership .header {
    display: flex;
    align-items: center;
    gap: 0.5em;
    padding: 0.4em 0.6em;
  }

  .superchat .author,
  .membership .body {
    flex: 1;
    min-width: 0;
  }

  .superchat .author,
  .membership .author,
  .superchat .reply {
    color: inherit;
  }

  .amount {
    font-weight: 700;
  }

  .superchat > .text {
    display: -webkit-box;
    padding: 0.45em 0.6em 0.55em;
    background: #00000033;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 4;
    line-clamp: 4;
  }

  .superchat.tier-6 > .text {
    background: #ffffff40;
  }

  .note {
    color: var(--_quiet);
    font-size: 0.85em;
  }
`
