import { css } from 'lit'

/** The style sheet of the board. Only custom properties and parts are public. */
export const styles = css`
  :host {
    max-width: 20em;
    padding: 6px;
    contain: layout style;
  }

  .board {
    padding: 0.5em;
  }

  .heading {
    padding: 0 0.4em 0.4em;
    color: var(--_quiet);
    font-size: 0.8em;
  }

  .rows {
    display: flex;
    flex-direction: column;
    gap: 3px;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .row {
    display: flex;
    align-items: center;
    gap: 0.5em;
    position: relative;
    padding: 0.2em 0.5em;
    border-radius: 6px;
    overflow: hidden;
    font-size: 0.85em;
    animation: appear 160ms ease-out;
  }

  .row > :not(.bar) {
    position: relative;
  }

  .place-1 {
    font-size: 1.15em;
  }

  .place-2 {
    font-size: 1.05em;
  }

  .place-3 {
    font-size: 0.95em;
  }

  .bar {
    position: absolute;
    inset: 0;
    border-radius: inherit;
    background: var(--danmu-rank-bar, #4fb3ff3d);
    transform-origin: left;
    transition: transform 240ms ease-out;
  }

  .place {
    min-width: 1.2em;
    color: var(--_quiet);
    font-weight: 700;
    text-align: center;
  }

  .place-1 .place,
  .place-2 .place,
  .place-3 .place {
    color: inherit;
  }

  .author {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
`
