import { css } from 'lit'

/** The style sheet of the pinned comment, and of the buttons in a row. */
export const livePartStyles = css`
  .pin {
    position: absolute;
    inset: 0 0 auto;
    display: flex;
    align-items: center;
    gap: 0.5em;
    height: 3.2em;
    padding: 0.2em 0.6em;
    background: var(--_plate);
  }

  .pin + .view {
    inset-block-start: 3.2em;
  }

  .line {
    flex: 1;
    min-width: 0;
    max-height: 2.6em;
    overflow: auto;
    overflow-wrap: anywhere;
  }

  .line b {
    color: var(--_name);
    font-weight: inherit;
  }

  :host([moderate]) .chat,
  :host([reply]) .chat {
    position: relative;
    width: 100%;
  }

  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3em;
    font-size: 0.8em;
  }

  .tools p {
    margin: 0;
  }

  .refusal {
    color: var(--_danger);
  }

  button {
    min-height: 2em;
    padding: 0 0.5em;
    border: 0;
    border-radius: 6px;
    background: var(--_badge);
    color: #fff;
    white-space: nowrap;
    font: inherit;
    cursor: pointer;
  }

  button:disabled {
    opacity: 0.6;
  }

  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }

  /* With a pointer they lie over the row that it is on, so that rows do not move. */
  @media (hover: hover) {
    .tools {
      position: absolute;
      inset: 0.2em 0.2em auto auto;
      max-width: 100%;
    }

    .message:not(:hover):not(:focus-within) .tools:not(.busy) {
      opacity: 0;
    }
  }
`
