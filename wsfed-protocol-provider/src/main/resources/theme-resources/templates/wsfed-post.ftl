<#-- Carries the token to the relying party. On its own, without the theme's layout: that has inline scripts, and this page allows none. -->
<!DOCTYPE html>
<html lang="${lang!'en'}"<#if (locale.rtl)!false> dir="rtl"</#if>>
<head>
  <meta charset="utf-8">
  <meta name="robots" content="noindex, nofollow">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${msg("wsfedPostTitle")}</title>
  <link rel="stylesheet" href="${url.resourcesPath}/css/wsfed.css">
  <script src="${url.resourcesPath}/js/wsfed-post.js" defer></script>
</head>
<body>
<main>
  <h1>${msg("wsfedPostTitle")}</h1>
  <form id="wsfed-answer" method="post" action="${wsfedAnswer.action}">
    <input type="hidden" name="wa" value="wsignin1.0">
    <input type="hidden" name="wresult" value="${wsfedAnswer.wresult}">
    <#if wsfedAnswer.wctx??><input type="hidden" name="wctx" value="${wsfedAnswer.wctx}"></#if>
    <p id="wsfed-going" role="status">${msg("wsfedPostGoing", wsfedAnswer.relyingParty)}</p>
    <div id="wsfed-again" hidden>
      <p>${msg("wsfedPostAgain", wsfedAnswer.relyingParty)}</p>
      <button type="submit">${msg("doContinue")}</button>
    </div>
    <noscript>
      <p>${msg("wsfedPostNoScript")}</p>
      <button type="submit">${msg("doContinue")}</button>
    </noscript>
  </form>
</main>
</body>
</html>
