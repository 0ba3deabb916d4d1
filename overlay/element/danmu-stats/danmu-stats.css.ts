import { css } from 'lit'

/** The style sheet of the figures. Only custom properties and parts are public. */
export const styles = css`
  :host {
    padding: 6px;
    contain: layout style;
  }

  .figures {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin: 0;
  }

  .figure {
    display: flex;
    align-items: baseline;
    gap: 0.5em;
  }

  .figure,
  .goal {
    padding: 0.35em 0.8em;
  }

  .label {
    color: var(--_quiet);
    font-size: 0.75em;
  }

  .value {
    margin: 0;
    font-weight: 700;
  }

  .goal {
    max-width: 26em;
    padding-block: 0.5em 0.65em;
  }

  .figures + .goal {
    margin-block-start: 8px;
  }

  .above {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 1em;
    margin-block-end: 0.4em;
  }

  .track {
    height: 0.5em;
    border-radius: 1em;
    background: var(--danmu-track, #ffffff2e);
    overflow: hidden;
  }

  .fill {
    display: block;
    height: 100%;
    background: var(--_accent);
    transform-origin: left;
    transition: transform 240ms ease-out;
  }
`
