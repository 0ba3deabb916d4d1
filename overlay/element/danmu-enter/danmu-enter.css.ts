import { css } from 'lit'

/** The style sheet of the greeting line. Only custom properties and parts are public. */
export const styles = css`
  :host {
    min-height: 2.6em;
    padding: 6px;
    contain: layout style;
  }

  .guest {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    max-width: 100%;
    padding: 0.25em 0.8em 0.25em 0.3em;
    animation: enter 240ms ease-out;
  }

  .line {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .author {
    color: var(--_name);
  }

  .guest[class*='guard-'] {
    border-color: transparent;
    background: var(--danmu-shade);
    color: var(--danmu-on-shade);
    text-shadow: none;
  }

  .guest[class*='guard-'] .author {
    color: inherit;
  }

  .guest[class*='guard-'] .badge {
    background: #00000040;
  }

  .distinguished {
    font-size: 1.1em;
  }

  @keyframes enter {
    from {
      opacity: 0;
      transform: translateX(-1em);
    }
  }
`
