import { css } from 'lit'

/** The style sheet of the login. Only custom properties and parts are public. */
export const styles = css`
  form {
    display: grid;
    gap: 0.6em;
    padding: 0.8em;
  }

  label {
    display: grid;
    gap: 0.2em;
    font-size: 0.85em;
  }

  .account,
  .ways {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5em;
  }

  .name {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    color: var(--_name);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
`
