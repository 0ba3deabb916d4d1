import { css } from 'lit'

/** The style sheet of the panel. Only custom properties and parts are public. */
export const styles = css`
  form {
    display: grid;
    gap: 0.5em;
    padding: 0.6em;
  }

  .kinds,
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.5em;
  }

  .kinds {
    gap: 1em;
  }

  .row label {
    display: grid;
    flex: 1;
    gap: 0.2em;
    min-width: 5em;
    font-size: 0.85em;
  }

  .gifts {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(5.5em, 1fr));
    gap: 0.4em;
    max-height: 15em;
    overflow: auto;
    padding: 3px;
  }

  label.choice {
    position: relative;
    cursor: pointer;
  }

  .choice input {
    position: absolute;
    opacity: 0;
    pointer-events: none;
  }

  .choice :focus-visible + span {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }

  .kind {
    display: block;
    padding-bottom: 0.2em;
    border-bottom: 2px solid transparent;
    color: var(--_quiet);
  }

  :checked + .kind {
    border-color: var(--_accent);
    color: inherit;
  }

  .gift {
    display: grid;
    justify-items: center;
    gap: 0.1em;
    height: 100%;
    padding: 0.4em 0.2em;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    overflow-wrap: anywhere;
    text-align: center;
    font-size: 0.85em;
  }

  :checked + .gift {
    border-color: var(--_accent);
  }

  .picture {
    position: relative;
    display: grid;
    place-items: center;
    width: 2.6em;
    height: 2.6em;
    border-radius: 50%;
    background: var(--_badge);
    color: #fff;
    text-shadow: none;
  }

  .picture img {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    border-radius: inherit;
    object-fit: contain;
  }

  .price {
    color: var(--_quiet);
  }

  [aria-disabled='true'] {
    opacity: 0.6;
    cursor: not-allowed;
  }

  .combo {
    font-size: 1.4em;
    animation: tick 90ms ease-out;
  }

  textarea {
    display: block;
    resize: none;
  }

  .below {
    display: grid;
    gap: 0.2em;
  }
`
