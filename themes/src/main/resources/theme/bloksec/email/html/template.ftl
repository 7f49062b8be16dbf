<#-- The frame around every e-mail. A style block and table attributes, because mail programs know little else; one that drops the block
     shows plain, readable text. -->
<#macro emailLayout>
<#local colours = {"blue": ["#1d4ed8", "#8ab4ff"], "green": ["#15703d", "#6fd598"], "teal": ["#0f6e78", "#5fd0d9"],
    "purple": ["#6d3fc4", "#c0a5ff"], "red": ["#b3261e", "#ff9d94"], "grey": ["#3f4a5a", "#c3ccd9"]}>
<#local colour = colours[msg("bloksecColor")]!colours.blue>
<#local logo = msg("bloksecLogo")>
<!DOCTYPE html>
<html lang="${locale.toLanguageTag()}" dir="${(ltr)?then('ltr','rtl')}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="supported-color-schemes" content="light dark">
  <title>${subject!realmName}</title>
  <style>
    :root { color-scheme: light dark; supported-color-schemes: light dark; }
    body { margin: 0; background: #f3f5f9; }
    .page { background: #f3f5f9; }
    .cell { padding: 32px 16px; }
    .frame { width: 100%; max-width: 560px; }
    .from { padding: 0 8px 20px; color: #16202e; font: 600 18px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
    .from img { display: block; max-width: 240px; height: auto; border: 0; }
    .text { padding: 28px 32px; border-top: 4px solid ${colour[0]}; border-radius: 0 0 12px 12px; background: #fff;
      color: #16202e; font: 400 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; overflow-wrap: anywhere; }
    .text p { margin: 0 0 16px; }
    .text p:last-child { margin-bottom: 0; }
    .text a { color: ${colour[0]}; font-weight: 600; }
    @media (prefers-color-scheme: dark) {
      body, .page { background: #0d131e !important; }
      .from { color: #e9eef6 !important; }
      .from img { padding: 8px 12px; border-radius: 8px; background: #fff; }
      .text { border-top-color: ${colour[1]} !important; background: #161e2c !important; color: #e9eef6 !important; }
      .text a { color: ${colour[1]} !important; }
    }
    @media (max-width: 480px) {
      .cell { padding: 20px 12px; }
      .text { padding: 20px; }
    }
  </style>
</head>
<body>
  <table class="page" role="presentation" width="100%" border="0" cellpadding="0" cellspacing="0">
    <tr>
      <td class="cell" align="center">
        <table class="frame" role="presentation" width="560" border="0" cellpadding="0" cellspacing="0">
          <tr>
            <td class="from" align="${(ltr)?then('left','right')}">
              <#if logo?matches(r"https://[^\s<>\x22'`\\]+")><img src="${logo}" alt="${realmName}" height="48"><#else>${realmName}</#if>
            </td>
          </tr>
          <tr>
            <td class="text" align="${(ltr)?then('left','right')}">
              <#nested>
            </td>
          </tr>
        </table>
      </td>
    </tr>
  </table>
</body>
</html>
</#macro>
