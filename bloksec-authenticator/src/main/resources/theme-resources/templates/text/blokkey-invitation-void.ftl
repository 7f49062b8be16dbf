<#ftl output_format="plainText">
${msg("blokkeyInvitationVoidBody", person, realmLabel)}

${msg("blokkeyInvitationVoidHelp")}
