<#ftl output_format="plainText">
${msg("blokkeyMailWaiting")}

${link}

${msg("blokkeyMailHelp")}
