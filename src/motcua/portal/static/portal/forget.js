/* Where a sitting has ended, by signing out, by time or from elsewhere: what pages kept in this
   browser until the server had it is forgotten, because the next person at a shared computer must
   not find it. Drafts are on the server. */
"use strict";
(() => {
  try {
    Object.keys(localStorage).filter((name) => /^(draft|pieces)\b/.test(name)).forEach((name) => localStorage.removeItem(name));
  } catch { /* forbidden: then nothing was kept */ }
})();
