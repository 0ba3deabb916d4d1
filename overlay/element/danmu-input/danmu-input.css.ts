import { css } from 'lit'

/** The style sheet of the input. Only custom properties and parts are public. */
export const styles = css`
  form {
    display: flex;
    align-items: flex-end;
    gap: 0.5em;
  }

  .box {
    position: relative;
    flex: 1;
    min-width: 0;
  }

  textarea {
    display: block;
    max-height: 6.2em;
    resize: none;
  }

  .count {
    position: absolute;
    inset: auto 0.6em 100% auto;
    padding: 0.1em 0.4em;
    font-size: 0.75em;
  }

  .count.over {
    color: var(--_danger);
  }

  .reply {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.5em;
    margin-bottom: 0.3em;
  }

  .below {
    min-height: 1.3em;
    margin-top: 0.2em;
  }
`
